package dev.tocsin.drills.sim;

import dev.tocsin.store.Db;
import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * One process's way to the database. It may be shut (a cut network, a server that is away), and it
 * may fall shut in the worst moment: after the commit, before its answer.
 */
final class Door implements DataSource {

  /** SQLSTATE: the connection is gone. */
  private static final String GONE = "08006";

  private final VirtualPostgres postgres;
  private boolean open = true;
  private boolean losesNextAnswer;
  private Runnable seam = () -> {};

  Door(VirtualPostgres postgres) {
    this.postgres = postgres;
  }

  Db db() {
    return Db.on(this);
  }

  /** What is done before each statement of a transaction. */
  void atSeams(Runnable what) {
    seam = what;
  }

  /** How long the database has been there for others. */
  Duration upFor() {
    return postgres.upFor();
  }

  void shut() {
    open = false;
  }

  void open() {
    open = true;
  }

  /** The next commit takes place, and whoever asked for it never hears of it. */
  void loseNextAnswer() {
    losesNextAnswer = true;
  }

  @Override
  public Connection getConnection() throws SQLException {
    if (!open || !postgres.isRunning()) {
      throw new SQLException("the database is away", GONE);
    }
    Connection real = postgres.connection();
    return (Connection)
        Proxy.newProxyInstance(
            Door.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              switch (method.getName()) {
                case "close" -> {
                  real.setAutoCommit(true);
                  return null;
                }
                case "prepareStatement" -> {
                  arguments[0] = postgres.rewritten((String) arguments[0]);
                  if (!real.getAutoCommit() && !postgres.isBetween()) {
                    postgres.between(seam);
                  }
                }
                default -> {}
              }
              try {
                Object result = method.invoke(real, arguments);
                if (method.getName().equals("commit") && losesNextAnswer) {
                  losesNextAnswer = false;
                  throw new SQLException("the answer to the commit was lost", GONE);
                }
                return result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return getConnection();
  }

  @Override
  public PrintWriter getLogWriter() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setLogWriter(PrintWriter out) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setLoginTimeout(int seconds) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() {
    throw new UnsupportedOperationException();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLException("nothing to unwrap");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
