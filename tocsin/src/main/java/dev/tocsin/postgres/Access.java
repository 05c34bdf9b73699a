package dev.tocsin.postgres;

/**
 * How to reach the embedded Postgres on 127.0.0.1.
 *
 * @param password secret: never printed
 */
public record Access(int port, String password) {

  /** The only role there is. */
  public static final String USER = "tocsin";

  /** The database that holds our schema. */
  public static final String DATABASE = "tocsin";

  @Override
  public String toString() {
    return USER + "@127.0.0.1:" + port + "/" + DATABASE;
  }
}
