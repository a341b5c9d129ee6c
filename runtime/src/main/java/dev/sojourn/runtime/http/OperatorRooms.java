package dev.sojourn.runtime.http;

import dev.sojourn.runtime.audit.AuditLog;
import dev.sojourn.runtime.config.OperatorConfig;
import dev.sojourn.runtime.operator.Operators;

/**
 * People who run the service.
 *
 * @param operators who may sign in
 * @param config how they do
 * @param audit what they and keys changed
 */
public record OperatorRooms(Operators operators, OperatorConfig config, AuditLog audit) {
  /** Where a link to set a password leads; the token follows as {@code ?token=}. */
  public static final String RESET_PATH = "/v1/auth/reset";
}
