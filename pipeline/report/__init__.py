"""Catalogue or diff → pages and sentences for people. Nothing here touches the disk."""
