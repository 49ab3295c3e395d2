"""The pages of preventive work as plain values."""
