package dev.sojourn.runtime.email;

import java.time.Duration;

/**
 * A mail to queue for a run.
 *
 * @param id the send's id, made by the caller
 * @param ordinal with the run it names the send: a second one of the same name changes nothing
 * @param journey the number of the run's task name
 * @param template the template's key
 * @param category the kind of mail, which contacts may leave
 * @param suppress the least time between two mails of the journey to one address; zero for none
 * @param request what the script asked for, as a JSON object: {@code subject}, {@code props},
 *     {@code to}, and what is injected beside them, {@code journeyName} and {@code eventName}; all
 *     optional
 */
public record NewSend(
    long id,
    int tenant,
    long contactId,
    long runId,
    int ordinal,
    int journey,
    String template,
    String category,
    Duration suppress,
    String request) {}
