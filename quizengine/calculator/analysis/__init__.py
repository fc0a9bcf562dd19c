"""Functions of a network or a layer: receptive fields, memory, FLOPs, estimates in the head."""
