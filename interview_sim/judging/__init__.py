"""Who judges what an answer covers: the protocol, the registry, the judges that ship."""
