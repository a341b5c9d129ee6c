package dev.sojourn.runtime.preference;

/** Whom a mail is for: a contact and the address it goes to. */
public record Address(long contactId, String email) {}
