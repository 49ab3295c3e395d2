"""What has happened, only ever added to: one hash chain per case, one per student for the rest."""
