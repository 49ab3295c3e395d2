"""What measurements stand on: a large made-up authority, programs under gunicorn, a crowd that uses them."""
