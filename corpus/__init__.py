"""The shipped corpus: two editions of the social strategy of the fictional Landkreis Lindental."""
