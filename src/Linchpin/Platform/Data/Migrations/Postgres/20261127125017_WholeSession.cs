using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Linchpin.Platform.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class WholeSession : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "CallBegan",
                table: "SessionRecords",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "CallEnded",
                table: "SessionRecords",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "ExceptionNotices",
                columns: table => new
                {
                    Decision = table.Column<Guid>(type: "uuid", nullable: false),
                    Staff = table.Column<Guid>(type: "uuid", nullable: false),
                    Session = table.Column<Guid>(type: "uuid", nullable: false),
                    As = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    At = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    LetterSentAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ExceptionNotices", x => new { x.Decision, x.Staff });
                });

            migrationBuilder.CreateTable(
                name: "Heartbeats",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    At = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    Room = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Heartbeats", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_GateDecisions_Session",
                table: "GateDecisions",
                column: "Session",
                filter: "\"EmergencyReason\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_AuditEntries_ResourceId",
                table: "AuditEntries",
                column: "ResourceId",
                filter: "\"Detail\" LIKE 'sha256:%'");

            migrationBuilder.CreateIndex(
                name: "IX_ExceptionNotices_Session",
                table: "ExceptionNotices",
                column: "Session");

            migrationBuilder.CreateIndex(
                name: "IX_ExceptionNotices_Staff_At",
                table: "ExceptionNotices",
                columns: new[] { "Staff", "At" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ExceptionNotices");

            migrationBuilder.DropTable(
                name: "Heartbeats");

            migrationBuilder.DropIndex(
                name: "IX_GateDecisions_Session",
                table: "GateDecisions");

            migrationBuilder.DropIndex(
                name: "IX_AuditEntries_ResourceId",
                table: "AuditEntries");

            migrationBuilder.DropColumn(
                name: "CallBegan",
                table: "SessionRecords");

            migrationBuilder.DropColumn(
                name: "CallEnded",
                table: "SessionRecords");
        }
    }
}
