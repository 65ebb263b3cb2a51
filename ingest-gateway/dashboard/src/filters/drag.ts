interface Place {
  element: HTMLElement;
  top: number;
  height: number;
}

/**
 * Drags one of the elements of a list up or down; the others give way. Escape, or the loss of the
 * pointer, ends it without a change.
 */
export class Drag {
  private readonly places: Place[];
  private readonly listening = new AbortController();
  private readonly startY: number;
  private target: number;

  /**
   * @param list contains the elements, and moves with them when something scrolls
   */
  constructor(
    private readonly list: HTMLElement,
    elements: HTMLElement[],
    private readonly from: number,
    start: PointerEvent,
    private readonly dropped: (to: number) => void,
  ) {
    this.places = elements.map((element) => ({ element, ...this.boxOf(element) }));
    this.startY = this.inList(start.clientY);
    this.target = from;
    this.dragged.element.toggleAttribute("dragged", true);
    const { signal } = this.listening;
    const mine = (act: (event: PointerEvent) => void) => (event: PointerEvent) => {
      if (event.pointerId === start.pointerId) {
        act(event);
      }
    };
    window.addEventListener(
      "pointermove",
      mine((event) => this.move(event)),
      { signal },
    );
    window.addEventListener(
      "pointerup",
      mine(() => this.end(this.target)),
      { signal },
    );
    window.addEventListener(
      "pointercancel",
      mine(() => this.end(from)),
      { signal },
    );
    window.addEventListener("keydown", (event) => this.onKey(event), { signal, capture: true });
  }

  private get dragged(): Place {
    return this.places[this.from]!;
  }

  private move(event: PointerEvent): void {
    const by = this.inList(event.clientY) - this.startY;
    const { top, height, element } = this.dragged;
    const others = this.places.filter((place) => place.element !== element);
    this.target = others.filter((place) => passed(place, top + by, height, top)).length;
    element.style.transform = `translateY(${by}px)`;
    others.forEach((place, index) => this.giveWay(place, index));
    element.scrollIntoView({ block: "nearest" });
  }

  /** A height on the screen as one in the list. */
  private inList(y: number): number {
    return y - this.list.getBoundingClientRect().top;
  }

  private boxOf(element: HTMLElement): { top: number; height: number } {
    const { top, height } = element.getBoundingClientRect();
    return { top: this.inList(top), height };
  }

  /** Moves another element by the room that the dragged one leaves or needs. */
  private giveWay({ element }: Place, index: number): void {
    const room = this.room;
    const up = index >= this.from && index < this.target;
    const down = index < this.from && index >= this.target;
    element.style.transition = "transform 120ms";
    element.style.transform = up ? `translateY(${-room}px)` : down ? `translateY(${room}px)` : "";
  }

  /** The height of the dragged element with the gap to its neighbour. */
  private get room(): number {
    const [first, second] = this.places;
    const gap = first && second ? second.top - first.top - first.height : 0;
    return this.dragged.height + gap;
  }

  private onKey(event: KeyboardEvent): void {
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      this.end(this.from);
    }
  }

  private end(to: number): void {
    this.listening.abort();
    this.dragged.element.toggleAttribute("dragged", false);
    this.places.forEach(({ element }) => {
      element.style.transition = "";
      element.style.transform = "";
    });
    if (to !== this.from) {
      this.dropped(to);
    }
  }
}

/** Whether an element stands before the dragged one: its middle lies above the leading edge. */
function passed(place: Place, top: number, height: number, startTop: number): boolean {
  const middle = place.top + place.height / 2;
  return top > startTop ? middle < top + height : middle < top;
}
