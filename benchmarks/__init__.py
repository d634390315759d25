"""Each module measures one thing and prints one line of JSON: `python -m benchmarks.submit`."""
