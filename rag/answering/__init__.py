"""How a question on one report is answered: which engines may, in which order, and in which parts."""
