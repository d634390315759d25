"""Pure views: plain values in, a Message or a modal out; one file per journey."""
