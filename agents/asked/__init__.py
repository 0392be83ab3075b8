"""Reads by code what a request says for certain, in the seven languages whose words lie in `words/`."""
