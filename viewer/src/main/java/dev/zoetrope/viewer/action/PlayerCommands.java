package dev.zoetrope.viewer.action;

/** Commands of actions to components, besides changes to the model. */
public interface PlayerCommands {

  void open();

  void export();

  void copyPicture();

  void showKeys();

  void seekChange(boolean forward);

  /** Zooms in (1) or out (−1) by one step. */
  void zoom(int direction);

  /** Scrolls the sheet by a part of the window. */
  void pan(int right, int down);

  void chooseProbes();

  void chooseChannels();

  /** Asks the user for a range. */
  void chooseRange();
}
