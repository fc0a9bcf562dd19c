"""Operations of networks, a file each: output shapes, counts and what people get wrong in them."""
