package dev.zoetrope.viewer;

import dev.zoetrope.viewer.model.PlaybackDriver;
import dev.zoetrope.viewer.model.RunLoader;
import java.awt.Component;

/**
 * Makes a player keep its recording and its threads only while it is on a screen. For the event
 * dispatch thread.
 */
final class ScreenLife {

  private final Component player;
  private final PlaybackDriver driver;
  private final RunLoader loader;
  private final Runnable rest;

  /** Whether the player is not on a screen: not yet, or no longer. */
  private boolean away = true;

  /** Whether the recording was released and is not open again yet. */
  private boolean released;

  private boolean ended;

  /**
   * Starts with a player that is not on a screen.
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

  /** Called when the player has come to a screen. */
  void shown() {
    if (away && !ended) {
      away = false;
      loader.comeBack();
      playIfShown();
    }
  }

  /** Called when the player has left its screen. Does nothing if it is already on another one. */
  void hidden() {
    if (!player.isDisplayable() && !away && !ended) {
      away = true;
      released = true;
      rest.run();
      loader.goAway();
    }
  }

  /** Called when a recording has been opened, or opened again. */
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
