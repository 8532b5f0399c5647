"""The pages of certificates for anyone who checks one, and for holders."""
