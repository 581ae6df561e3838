/** Class names joined; what is false is left out. */
export const classes = (...names: (string | false | null | undefined)[]) => names.filter(Boolean).join(" ");
