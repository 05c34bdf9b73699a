package dev.tocsin.dashboard.people;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a member of a project may do; each may do all that those after it may. */
public enum Role {
  /** Deletes the project, makes and unmakes owners. A project that has an owner keeps one. */
  OWNER("Owner", "all, and deletes it"),
  /** Changes the project, its keys and its other members. */
  MANAGER("Manager", "and members, keys"),
  /** Changes checks and channels. */
  MEMBER("Member", "checks and channels"),
  /** Looks, and sees no ping URL. */
  READONLY("Read only", "looks");

  private final String title;
  private final String may;

  Role(String title, String may) {
    this.title = title;
    this.may = may;
  }

  /** As pages call it. */
  public String title() {
    return title;
  }

  /** What it is for, in a few words. */
  public String may() {
    return may;
  }

  /** As it is stored, and called in JSON and on the command line. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Role> of(String word) {
    return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
  }

  public boolean mayEdit() {
    return this != READONLY;
  }

  public boolean mayManage() {
    return this == OWNER || this == MANAGER;
  }
}
