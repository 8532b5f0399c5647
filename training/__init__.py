"""Needlewise: training, examination and certificates for dry needling. `training.app.create_app` makes the site."""
