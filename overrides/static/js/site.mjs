// see later
