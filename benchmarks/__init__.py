"""Speed, as ratios: ours and a reference, measured side by side in one run."""
