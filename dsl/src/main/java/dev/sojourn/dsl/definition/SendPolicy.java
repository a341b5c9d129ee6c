package dev.sojourn.dsl.definition;

import java.time.Duration;

/**
 * What holds for every mail of a journey.
 *
 * @param category the kind of mail, which contacts may leave
 * @param suppress the least time between two mails of the journey to one address; zero for none
 */
public record SendPolicy(String category, Duration suppress) {}
