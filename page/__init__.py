"""The page in rooms, one module each; ``app.py`` is the door. Only here Streamlit is known, and not in ``views``."""
