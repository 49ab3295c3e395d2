"""The model as the routine that staff and guardians read: in sentences, as a matrix, as a page and as PDF."""
