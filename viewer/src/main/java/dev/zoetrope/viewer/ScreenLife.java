package dev.zoetrope.viewer;

import dev.zoetrope.viewer.model.PlaybackDriver;
import dev.zoetrope.viewer.model.RunLoader;
import java.awt.Component;

/**
 * Lets a player hold its recording and its threads only while it is on a screen. Used on the event
 * thread.
 */
final class ScreenLife {

  private final Component player;
  private final PlaybackDriver driver;
  private final RunLoader loader;
  private final Runnable rest;

  /** Whether the player is on no screen: not yet, or no longer. */
  private boolean away = true;

  /** Whether the recording was released and is not open again yet. */
  private boolean released;

  private boolean ended;

  /**
   * Begins with a player that is on no screen.
   *
   * @param rest stops everything that uses the recording
   */
  ScreenLife(Component player, PlaybackDriver driver, RunLoader loader, Runnable rest) {
    this.player = player;
    this.driver = driver;
    this.loader = loader;
    this.rest = rest;
    driver.goAway();
    loader.goAway();
  }

  /** The player came to a screen. */
  void shown() {
    if (away && !ended) {
      away = false;
      loader.comeBack();
      playIfShown();
    }
  }

  /** The player left its screen; nothing happens if it is on another one by now. */
  void hidden() {
    if (!player.isDisplayable() && !away && !ended) {
      away = true;
      released = true;
      rest.run();
      loader.goAway();
    }
  }

  /** A recording was opened, or opened again. */
  void loaded() {
    released = false;
    playIfShown();
  }

  private void playIfShown() {
    if (!away && !released) {
      driver.comeBack();
    }
  }

  /** Ends for good. */
  void end() {
    ended = true;
    rest.run();
  }
}
