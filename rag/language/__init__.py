"""The language of questions: what single words ask for, and the types of a question that is understood."""
