package dev.sojourn.hatchet;

/**
 * A definition as the engine has it.
 *
 * @param id of this version; the same definition put again keeps it
 * @param workflowId of the workflow through all its versions
 */
public record WorkflowVersion(String id, String workflowId) {}
