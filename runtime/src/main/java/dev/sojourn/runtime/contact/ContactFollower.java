package dev.sojourn.runtime.contact;

/** A room with rows of contacts that follow them both ways: into another contact, and away. */
public interface ContactFollower extends MergeFollower, ErasureFollower {}
