import type { SagaModel, ScopeModel, StateModel } from "../saga-model.ts";

/** A state with the place it stands at. */
export interface PlacedState<State extends StateModel = StateModel> {
  readonly state: State;
  /** Path of the state in its document. */
  readonly path: readonly string[];
  /** Path of the scope it stands in; empty for the saga. */
  readonly scope: readonly string[];
  /** What it is called from outside: `ship.truck.load` in a branch, `loop.load` in a body. */
  readonly fullName: string;
  /** The block it stands in; null at the top. */
  readonly block: PlacedState | null;
  /** The state at the top that it is, or stands in. */
  readonly root: string;
}

/** Every state of a saga, each before those inside it. */
export function placedStates(saga: Pick<SagaModel, "states">): readonly PlacedState[] {
  const placed = placeIn({ path: [], fullName: "", block: null }, saga.states);
  // What is placed here is looked into in its turn.
  for (const block of placed) placed.push(...placeInside(block));
  return placed;
}

type ScopePlace = Pick<PlacedState, "path" | "fullName" | "block">;

function placeIn({ path, fullName, block }: ScopePlace, states: readonly StateModel[]): PlacedState[] {
  return states.map((state) => ({
    state,
    path: [...path, "states", state.name],
    scope: path,
    fullName: fullNameIn(fullName, state.name),
    block,
    root: block?.root ?? state.name,
  }));
}

function placeInside(block: PlacedState): readonly PlacedState[] {
  return scopesInside(block.state).flatMap(({ branch, scope }) =>
    placeIn(
      {
        path: [...block.path, ...(branch === null ? ["body"] : ["branches", branch])],
        fullName: branch === null ? block.fullName : fullNameIn(block.fullName, branch),
        block,
      },
      scope.states,
    ),
  );
}

/** The scopes inside a block: branches by name, a body without one; none for other states. */
export function scopesInside(state: StateModel): readonly { readonly branch: string | null; readonly scope: ScopeModel }[] {
  if (state.type === "parallel") return Object.entries(state.branches).map(([branch, scope]) => ({ branch, scope }));

  return state.type === "forEach" ? [{ branch: null, scope: state.body }] : [];
}

/** The full name of something inside a scope, whose own full name is empty for the saga. */
export function fullNameIn(outer: string, name: string): string {
  return outer === "" ? name : `${outer}.${name}`;
}

/** Whether a placed state is of a type, for filters. */
export function isOfType<const Type extends StateModel["type"]>(
  placed: PlacedState,
  type: Type,
): placed is PlacedState<Extract<StateModel, { readonly type: Type }>> {
  return placed.state.type === type;
}
