package dev.nightlatch.grants.port;

/// The record could not be written or read. Nothing opens then; closing goes on.
public final class JournalException extends RuntimeException {
  public JournalException(String message) {
    super(message);
  }

  public JournalException(String message, Throwable cause) {
    super(message, cause);
  }
}
