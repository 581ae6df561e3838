/** The icons, drawn on a grid of 24 with one stroke. They decorate: words beside them carry the meaning. */

const PATHS = {
  plus: "M12 5v14M5 12h14",
  check: "m5 12.5 4.5 4.5L19 7.5",
  cross: "M6 6l12 12M18 6 6 18",
  search: "M10.5 4a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13ZM15.5 15.5 20 20",
  batches: "M4 6h16M4 12h16M4 18h10",
  gallery: "M4 5h16v14H4zM4 16l5-5 4 4 2.5-2.5L20 17M15.5 9.5h.01",
  review: "M9 4h6v3H9zM7 5.500H5V20h14V5.500h-2M9 13.500l2 2 4-4",
  insights: "M5 20V11M12 20V4M19 20v-6",
  concept: "M12 3a6 6 0 0 0-3.5 10.900V16h7v-2.100A6 6 0 0 0 12 3ZM9.5 19.500h5",
  chef: "M7 20h10M7 16.500h10V12.700A4 4 0 0 0 15.6 5.200a4.2 4.2 0 0 0-7.2 0A4 4 0 0 0 7 12.700Z",
  validator: "M12 3.5 5 6v5.500c0 4.3 2.9 7.5 7 9 4.1-1.5 7-4.7 7-9V6ZM9 12l2.2 2.200L15.2 10",
  storage:
    "M5 6.500C5 5 8.1 4 12 4s7 1 7 2.500S15.9 9 12 9 5 8 5 6.500ZM5 6.500v11C5 19 8.1 20 12 20s7-1 7-2.500v-11M5 12c0 1.5 3.1 2.5 7 2.500s7-1 7-2.5",
  artist: "M4 8h3.500L9 5.500h6L16.5 8H20v11H4ZM12 10a3.3 3.3 0 1 1 0 6.6 3.3 3.3 0 0 1 0-6.600Z",
  coordinator: "M12 4v5M12 9l-6 5M12 9l6 5M5 14h3v5H5zM16 14h3v5h-3zM10.5 14h3v5h-3zM12 9v5",
  monitor: "M3 12h4l2.5-6 4 12 2.5-6h5",
  keyboard: "M3 7h18v10H3zM7 10.500h.01M11 10.500h.01M15 10.500h.01M8 14h8",
  sun: "M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8ZM12 2.500v2M12 19.500v2M2.5 12h2M19.5 12h2M5.3 5.300l1.4 1.400M17.3 17.300l1.4 1.400M5.3 18.700l1.4-1.400M17.3 6.700l1.4-1.4",
  moon: "M19.5 14.500A8 8 0 0 1 9.5 4.500a8 8 0 1 0 10 10Z",
  exit: "M14 5H6v14h8M10.5 12H20M16.5 8.5 20 12l-3.5 3.5",
  person: "M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8ZM4.5 20c.6-3.6 3.6-5.5 7.5-5.500s6.9 1.9 7.5 5.5",
  warning: "M12 4 3 19.500h18ZM12 10v4.500M12 17h.01",
  copy: "M9 9h10v10H9zM15 9V5H5v10h4",
  redo: "M19 12a7 7 0 1 1-2.2-5.100M19 4v4h-4",
  download: "M12 4v11M7.5 11 12 15.5 16.5 11M5 20h14",
  clock: "M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16ZM12 8v4.500l3 2",
  back: "M19 12H5M11 6l-6 6 6 6",
  external: "M10 5H5v14h14v-5M13.5 4H20v6.500M20 4l-9 9",
  star: "m12 4 2.5 5.100 5.6.800-4.100 4 1 5.600L12 16.800 7 19.500l1-5.600-4.100-4 5.600-.800Z",
  bin: "M5 7h14M9.5 7V4.500h5V7M7 7l.8 12.500h8.400L17 7M10.5 10.500v5.500M13.5 10.500v5.500",
  link: "M10 14a3.500 3.500 0 0 0 5 0l3-3a3.500 3.500 0 0 0-5-5l-1 1M14 10a3.500 3.500 0 0 0-5 0l-3 3a3.500 3.500 0 0 0 5 5l1-1",
  edit: "M4 20h4L19 9l-4-4L4 16ZM13 7l4 4",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, className = "size-5" }: { name: IconName; className?: string }) {
  return (
    <svg
      viewBox="0 0 24 24"
      className={`${className} shrink-0`}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
