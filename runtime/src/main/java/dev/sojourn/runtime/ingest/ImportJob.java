package dev.sojourn.runtime.ingest;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file of contacts on its way in.
 *
 * @param id its public id
 * @param status pending, processing or completed
 * @param totalRows how many rows it has; null while it still arrives
 * @param failedRows those of the processed ones that could not be taken in
 * @param errors why, for the first hundred of them
 */
public record ImportJob(
    String id,
    String status,
    @Nullable Long totalRows,
    long processedRows,
    long failedRows,
    List<Problem> errors,
    Instant createdAt,
    Instant updatedAt) {
  /**
   * A row that could not be taken in.
   *
   * @param row its number, from 1
   */
  public record Problem(long row, String error) {}
}
