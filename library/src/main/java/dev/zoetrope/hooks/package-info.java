/**
 * Forward hooks on the blocks of any DJL network.
 *
 * <p>{@link dev.zoetrope.hooks.ForwardHooks} attaches hooks that stay until they are closed; {@link
 * dev.zoetrope.hooks.HookSite} is for hooks that are attached and detached around each pass. Hooks
 * record nothing and do not affect what the network learns.
 */
package dev.zoetrope.hooks;
