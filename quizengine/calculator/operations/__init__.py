"""The operations of networks, one module for each kind.

An operation gives an output shape, the formulas of its counts, and the wrong formulas that people
use for them. It is named by a noun for what is done (`Convolution`, `TableLookup`), whatever the
layer is called that a framework makes of it.
"""
