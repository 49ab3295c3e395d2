"""The pages on which two rows of one student become one; each module here is one errand."""
