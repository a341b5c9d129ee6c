package dev.sojourn.runtime.email;

/** A question for the mails of a template that went to a contact's address. */
public record MailsOf(long contactId, String template) {}
