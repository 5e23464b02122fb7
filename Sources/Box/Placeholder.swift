// Box
