//! What follows from the facts: variant, grounds, decision, reasons.
