"""Pictures of dice: what each face looks like, as SVG, and how replies show them."""
