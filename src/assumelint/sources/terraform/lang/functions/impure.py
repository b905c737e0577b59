"""Functions whose result is unknown until Terraform runs."""

from __future__ import annotations

from assumelint.sources.terraform.lang.functions.spec import Context, Family, Parameter
from assumelint.sources.terraform.lang.values.types import NUMBER, STRING
from assumelint.sources.terraform.lang.values.value import Value

FAMILY = Family()


def _unknowable(name: str, *parameters: Parameter, variadic: Parameter | None = None) -> None:
    @FAMILY.add(name, STRING, *parameters, variadic=variadic, partial=True)
    def body(context: Context, arguments: tuple[Value, ...]) -> Value:
        return context.unknown(STRING)


_unknowable("timestamp")
_unknowable("plantimestamp")
_unknowable("uuid")
_unknowable("bcrypt", Parameter("str", STRING), variadic=Parameter("cost", NUMBER))
_unknowable("rsadecrypt", Parameter("ciphertext", STRING), Parameter("privatekey", STRING))
