package dev.sojourn.runtime.contact;

/**
 * Two contacts turn out to be one person.
 *
 * @param survivor the one that stays, as it was before
 * @param loser the one that goes into it, as it was
 */
public record Merge(Contact survivor, Contact loser) {}
