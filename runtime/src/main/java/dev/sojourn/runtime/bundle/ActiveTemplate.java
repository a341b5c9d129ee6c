package dev.sojourn.runtime.bundle;

import dev.sojourn.core.render.Template;

/**
 * A template that mails are made from.
 *
 * @param version the number of its version
 * @param template the template of that version
 */
public record ActiveTemplate(int version, Template template) {}
