"""Beliefs, forecast and catalogue → `Guide`. Pure."""
