"""The reference application: it takes orders, and a worker carries them out."""
