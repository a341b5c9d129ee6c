package dev.sojourn.dsl.compile;

/**
 * A place in a script that names a template as a literal.
 *
 * @param template the template's key
 * @param line from 1
 * @param column from 1
 */
public record TemplateUse(String template, int line, int column) {}
