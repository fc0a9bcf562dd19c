"""Networks from source text and back: nothing that is read is executed."""
