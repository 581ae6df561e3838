/** A plate whose rim fills as its recipe comes along: what stands where a photograph will be, or stays empty. */

const RIM = 2 * Math.PI * 20;

interface Props {
  /** 0 where nothing is on its way. */
  share?: number;
  failed?: boolean;
  className?: string;
}

export function Plate({ share = 0, failed, className = "size-16" }: Props) {
  return (
    <svg viewBox="0 0 48 48" className={`${className} -rotate-90`} fill="none" aria-hidden="true">
      <circle cx="24" cy="24" r="20" className="stroke-line" strokeWidth="2.5" />
      <circle cx="24" cy="24" r="12" className="stroke-line" strokeWidth="1.5" />
      {share > 0 && (
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
      )}
    </svg>
  );
}
