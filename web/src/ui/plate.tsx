/** A plate whose rim fills as its recipe comes along: what stands where a photograph will be. */

const RIM = 2 * Math.PI * 20;

export function Plate({
  share,
  failed,
  className = "size-16",
}: {
  share: number;
  failed?: boolean;
  className?: string;
}) {
  return (
    <svg viewBox="0 0 48 48" className={`${className} -rotate-90`} fill="none" aria-hidden="true">
      <circle cx="24" cy="24" r="20" className="stroke-line" strokeWidth="2.5" />
      <circle cx="24" cy="24" r="12" className="stroke-line" strokeWidth="1.5" />
      <circle
        cx="24"
        cy="24"
        r="20"
        className={`${failed ? "stroke-bad" : "stroke-accent"} transition-[stroke-dashoffset] duration-700`}
        strokeWidth="2.5"
        strokeLinecap="round"
        strokeDasharray={RIM}
        strokeDashoffset={RIM * (1 - share)}
      />
    </svg>
  );
}
