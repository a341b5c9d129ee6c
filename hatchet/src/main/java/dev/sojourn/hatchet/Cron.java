package dev.sojourn.hatchet;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A cron as the engine has it.
 *
 * @param id UUID
 * @param workflow name of the workflow, without the namespace
 * @param name what it is called; with another expression the same name is another cron
 * @param expression five fields, or six with seconds first, in UTC
 * @param input of the runs it starts
 * @param enabled whether it ticks
 */
public record Cron(
    String id, String workflow, String name, String expression, Json input, boolean enabled) {

  static Cron of(JsonNode row, Namespace namespace) {
    var input = row.path("input");
    return new Cron(
        row.path("metadata").path("id").asText(),
        namespace.strip(row.path("workflowName").asText()),
        row.path("name").asText(),
        row.path("cron").asText(),
        input.isObject() ? Json.of(input) : Json.EMPTY,
        row.path("enabled").asBoolean(true));
  }
}
