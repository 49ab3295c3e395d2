"""The form with forty questions as one writes it with WTForms alone: a class, its widgets, a template."""
