"""Files that people attach to a case or a form: what is taken, where it lies, its versions, its removal."""
